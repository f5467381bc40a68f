/** The version of the messages between client and proxy. */
export const CLIENT_PROTOCOL = 2;
