/** What everything of a standalone installation is called. One namespace holds one. */
export const standaloneName = 'image-puller';

/** Where the process answers: the port of its container, by this name. */
export const httpPort = {name: 'http', number: 8080} as const;
