/** Raised whenever the sample's tables or rows change, so that existing copies are made anew. */
export const SAMPLE_VERSION = 1;
/** "QTsd" in ASCII: marks a file as this server's sample. */
export const SAMPLE_APPLICATION_ID = 0x51_54_73_64;
