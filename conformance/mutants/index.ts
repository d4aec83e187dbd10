import { apiVersion } from "./details/api-version.js";
import { authentication } from "./details/authentication.js";
import { bulk } from "./details/bulk.js";
import { closings } from "./details/closing.js";
import { content } from "./details/content.js";
import { errors } from "./details/errors.js";
import { excluded } from "./details/excluded.js";
import { existence } from "./details/existence.js";
import { filters } from "./details/filters.js";
import { history } from "./details/history.js";
import { membership } from "./details/membership.js";
import { namings } from "./details/names.js";
import { paging } from "./details/paging.js";
import { permissions } from "./details/permissions.js";
import { receivers } from "./details/receivers.js";
import { timeToLive } from "./details/time-to-live.js";
import { tokens } from "./details/tokens.js";
import { always } from "./mocks/always.js";
import { changedDocuments } from "./mocks/changed-document.js";
import { type ApplyOverlay, overlayMutants } from "./mocks/overlay.js";
import type { Mutant } from "./mutant.js";
import { ackIds } from "./sockets/ack-ids.js";
import { acks } from "./sockets/acks.js";
import { badFrames } from "./sockets/bad-frames.js";
import { connected } from "./sockets/connected.js";
import { groupRequests } from "./sockets/group-requests.js";
import { handshake } from "./sockets/handshake.js";
import { messages } from "./sockets/messages.js";
import { rawClients } from "./sockets/raw-clients.js";
import { rawMessages } from "./sockets/raw-messages.js";
import { reliable } from "./sockets/reliable.js";
import { sequenceIds } from "./sockets/sequence-ids.js";
import { alwaysRefused } from "./systematic/always-refused.js";
import { bodyOnHead } from "./systematic/body-on-head.js";
import { effectMissing } from "./systematic/effect-missing.js";
import { errorHeaderMissing } from "./systematic/error-header-missing.js";
import { everyHub } from "./systematic/every-hub.js";
import { limits } from "./systematic/limits.js";
import { neverThere } from "./systematic/never-there.js";
import { noTokenNeeded } from "./systematic/no-token-needed.js";
import { noValidation } from "./systematic/no-validation.js";
import { optionalRefused } from "./systematic/optional-refused.js";
import { otherHub } from "./systematic/other-hub.js";
import { parameterIgnored } from "./systematic/parameter-ignored.js";
import { unknownTarget } from "./systematic/unknown-target.js";
import { wrongMediaType } from "./systematic/wrong-media-type.js";
import { wrongSuccessStatus } from "./systematic/wrong-success-status.js";

export type { ApplyOverlay } from "./mocks/overlay.js";
export type { Mutant } from "./mutant.js";

/** Every wrong server. @param apply makes the documents of those that are mocks of the listing of 2025-08-19 */
export function allMutants(apply: ApplyOverlay): readonly Mutant[] {
  return [
    ...wrongSuccessStatus,
    ...effectMissing,
    ...otherHub,
    ...everyHub,
    ...parameterIgnored,
    ...optionalRefused,
    ...limits,
    ...noValidation,
    ...alwaysRefused,
    ...unknownTarget,
    ...neverThere,
    ...errorHeaderMissing,
    ...noTokenNeeded,
    ...bodyOnHead,
    ...wrongMediaType,
    ...authentication,
    ...apiVersion,
    ...errors,
    ...namings,
    ...filters,
    ...paging,
    ...permissions,
    ...tokens,
    ...membership,
    ...bulk,
    ...existence,
    ...receivers,
    ...excluded,
    ...timeToLive,
    ...content,
    ...closings,
    ...history,
    ...handshake,
    ...connected,
    ...messages,
    ...rawMessages,
    ...acks,
    ...sequenceIds,
    ...groupRequests,
    ...ackIds,
    ...badFrames,
    ...rawClients,
    ...reliable,
    ...overlayMutants(apply),
    ...changedDocuments,
    ...always,
  ];
}
