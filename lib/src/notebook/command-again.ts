/** The command that runs a notebook with the same parameters given; those that are null are left out. */
export function commandAgain(notebook: string, given: Readonly<Record<string, unknown>>): string {
  const names = Object.entries(given)
    .filter(([, value]) => value !== null)
    .map(([name]) => `-p ${name}=…`);
  return [`npm run notebook -- ${notebook}`, ...names].join(' ');
}
