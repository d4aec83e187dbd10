import { bulk } from "./effects/bulk-membership-mutants.js";
import { closings } from "./effects/closing-mutants.js";
import { existence } from "./effects/existence-mutants.js";
import { membership } from "./effects/membership-mutants.js";
import { permissions } from "./effects/permission-mutants.js";
import { changedDocuments } from "./mocks/changed-document.js";
import { always } from "./mocks/constant-response.js";
import { type ApplyOverlay, overlayMutants } from "./mocks/overlay-mutants.js";
import type { Mutant } from "./mutant.js";
import { apiVersion } from "./requests/api-version-mutants.js";
import { authentication } from "./requests/authentication-mutants.js";
import { tokens } from "./requests/client-token-mutants.js";
import { errors } from "./requests/error-mutants.js";
import { filters } from "./requests/filter-mutants.js";
import { history } from "./requests/historical-mutants.js";
import { namings } from "./requests/name-mutants.js";
import { paging } from "./requests/paging-mutants.js";
import { content } from "./sends/content-mutants.js";
import { excluded } from "./sends/excluded-mutants.js";
import { receivers } from "./sends/receiver-mutants.js";
import { timeToLive } from "./sends/time-to-live-mutants.js";
import { ackIds } from "./sockets/ack-id-mutants.js";
import { acks } from "./sockets/ack-mutants.js";
import { badFrames } from "./sockets/bad-frame-mutants.js";
import { connected } from "./sockets/connected-mutants.js";
import { groupRequests } from "./sockets/group-request-mutants.js";
import { handshake } from "./sockets/handshake-mutants.js";
import { messages } from "./sockets/message-mutants.js";
import { reliable } from "./sockets/reliable-mutants.js";
import { sequenceIds } from "./sockets/sequence-id-mutants.js";
import { rawClients } from "./sockets/simple-client-mutants.js";
import { rawMessages } from "./sockets/simple-message-mutants.js";
import { alwaysRefused } from "./systematic/always-refused.js";
import { bodyOnHead } from "./systematic/body-on-head.js";
import { effectMissing } from "./systematic/effect-missing.js";
import { errorHeaderMissing } from "./systematic/error-header-missing.js";
import { everyHub } from "./systematic/every-hub.js";
import { limits } from "./systematic/limit-exceeded.js";
import { neverThere } from "./systematic/never-there.js";
import { noTokenNeeded } from "./systematic/no-token-needed.js";
import { noValidation } from "./systematic/no-validation.js";
import { optionalRefused } from "./systematic/optional-refused.js";
import { otherHub } from "./systematic/other-hub.js";
import { parameterIgnored } from "./systematic/parameter-ignored.js";
import { unknownTarget } from "./systematic/unknown-target.js";
import { wrongMediaType } from "./systematic/wrong-media-type.js";
import { wrongSuccessStatus } from "./systematic/wrong-success-status.js";

export type { ApplyOverlay } from "./mocks/overlay-mutants.js";
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
