/** The oldest Node that can prepare the checkout. */
const TO_PREPARE = [20, 0];
/** The oldest Node that can run Quartet; needed only where npm has no Node for the platform. */
export const TO_RUN = [22, 18];

/** One line when this Node cannot even prepare the checkout. */
export function nodeProblem(version) {
  if (isAtLeast(version, TO_PREPARE)) return undefined;
  return `Quartet needs Node 20 or newer to set itself up; this is Node ${version}. Install a current Node and run the command again.`;
}

export function canRun(version) {
  return isAtLeast(version, TO_RUN);
}

function isAtLeast(version, [wantedMajor, wantedMinor]) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
