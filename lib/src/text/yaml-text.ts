/** A string as YAML: in quotes, as JSON writes it, with everything escaped that YAML or a terminal reads otherwise. */
export function yamlText(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
