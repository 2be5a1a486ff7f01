/** The version of this package; `npm run docs` writes it into package.json. */
export const VERSION = "0.1.0";
