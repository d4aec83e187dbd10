/** What the service says of a group name that does not fit, also of one that is missing. */
export const INVALID_GROUP_NAME =
  "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";
