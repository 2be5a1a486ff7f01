/** A package.json with what the code says of the package; everything else stays as it is. */
export function fillManifest(text: string, fields: Readonly<Record<string, string>>): string {
  const manifest: object = JSON.parse(text);
  return `${JSON.stringify({ ...manifest, ...fields }, null, 2)}\n`;
}
