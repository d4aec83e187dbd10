/** The message of the service for a group name that is invalid or missing. */
export const INVALID_GROUP_NAME =
  "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";
