#!/usr/bin/env node
import { main } from "./emulator-command.js";

const { stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signals: process });
