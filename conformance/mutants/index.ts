import { bulkMembership } from "./effects/bulk-membership-mutants.js";
import { closing } from "./effects/closing-mutants.js";
import { existence } from "./effects/existence-mutants.js";
import { membership } from "./effects/membership-mutants.js";
import { permissions } from "./effects/permission-mutants.js";
import { changedDocuments } from "./mocks/changed-document.js";
import { constantResponses } from "./mocks/constant-response.js";
import { type ApplyOverlay, overlayMutants } from "./mocks/overlay-mutants.js";
import type { Mutant } from "./mutant.js";
import { apiVersion } from "./requests/api-version-mutants.js";
import { authentication } from "./requests/authentication-mutants.js";
import { clientTokens } from "./requests/client-token-mutants.js";
import { errors } from "./requests/error-mutants.js";
import { filters } from "./requests/filter-mutants.js";
import { historical } from "./requests/historical-mutants.js";
import { nameMutants } from "./requests/name-mutants.js";
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
import { handshakes } from "./sockets/handshake-mutants.js";
import { messages } from "./sockets/message-mutants.js";
import { reliable } from "./sockets/reliable-mutants.js";
import { sequenceIds } from "./sockets/sequence-id-mutants.js";
import { simpleClients } from "./sockets/simple-client-mutants.js";
import { simpleMessages } from "./sockets/simple-message-mutants.js";
import { alwaysRejected } from "./systematic/always-rejected.js";
import { bodyOnHead } from "./systematic/body-on-head.js";
import { effectMissing } from "./systematic/effect-missing.js";
import { errorHeaderMissing } from "./systematic/error-header-missing.js";
import { everyHub } from "./systematic/every-hub.js";
import { neverFound } from "./systematic/never-found.js";
import { noTokenNeeded } from "./systematic/no-token-needed.js";
import { noValidation } from "./systematic/no-validation.js";
import { optionalRejected } from "./systematic/optional-rejected.js";
import { otherHub } from "./systematic/other-hub.js";
import { parameterIgnored } from "./systematic/parameter-ignored.js";
import { unknownTarget } from "./systematic/unknown-target.js";
import { wrongLimits } from "./systematic/wrong-limits.js";
import { wrongMediaType } from "./systematic/wrong-media-type.js";
import { wrongSuccessStatus } from "./systematic/wrong-success-status.js";

export type { ApplyOverlay } from "./mocks/overlay-mutants.js";
export type { Mutant } from "./mutant.js";

/**
 * Every mutant.
 *
 * @param applyOverlay makes the documents of the mocks that differ from the description as the listing of 2025-08-19 does
 */
export function allMutants(applyOverlay: ApplyOverlay): readonly Mutant[] {
  return [
    ...wrongSuccessStatus,
    ...effectMissing,
    ...otherHub,
    ...everyHub,
    ...parameterIgnored,
    ...optionalRejected,
    ...wrongLimits,
    ...noValidation,
    ...alwaysRejected,
    ...unknownTarget,
    ...neverFound,
    ...errorHeaderMissing,
    ...noTokenNeeded,
    ...bodyOnHead,
    ...wrongMediaType,
    ...authentication,
    ...apiVersion,
    ...errors,
    ...nameMutants,
    ...filters,
    ...paging,
    ...permissions,
    ...clientTokens,
    ...membership,
    ...bulkMembership,
    ...existence,
    ...receivers,
    ...excluded,
    ...timeToLive,
    ...content,
    ...closing,
    ...historical,
    ...handshakes,
    ...connected,
    ...messages,
    ...simpleMessages,
    ...acks,
    ...sequenceIds,
    ...groupRequests,
    ...ackIds,
    ...badFrames,
    ...simpleClients,
    ...reliable,
    ...overlayMutants(applyOverlay),
    ...changedDocuments,
    ...constantResponses,
  ];
}
