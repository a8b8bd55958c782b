const months =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\\.?';
const day = '\\d{1,2}(?:st|nd|rd|th)?';
const time = '(?:[T ,_]+(?:at )?\\d{1,2}[:.h-]?\\d{2}.*)?';
const forms: readonly RegExp[] = [
  // 2025-05-01, 2025/5/1 10:00, 20250501_1000
  new RegExp(`^\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}${time}$`),
  /^(?:19|20)\d{6}[_T-]\d{4,6}$/,
  // 5/1/2025, 1.5.25 10:00
  new RegExp(`^\\d{1,2}([-./])\\d{1,2}\\1(?:\\d{4}|\\d{2})${time}$`),
  // May 1, 2025 3:04 PM; 1 May 2025; 01-May-2025 10:00; Thu May  1 10:00:00 2025
  new RegExp(`^(?:[a-z]{3,9}\\.?,? +)?${months} +${day},? +\\d{4}${time}$`, 'i'),
  new RegExp(`^(?:[a-z]{3,9}\\.?,? +)?${day}[-. ]+${months}[-. ,]+\\d{4}${time}$`, 'i'),
  new RegExp(`^[a-z]{3},? +${months} +${day} +\\d{1,2}:\\d{2}.*\\d{4}$`, 'i'),
  /^\d{4}年\d{1,2}月\d{1,2}日.*$/,
];

/** Whether a text is a date, with a time or without, as programs and spreadsheets write them. */
export function isDate(text: string): boolean {
  const trimmed = text.trim();
  return forms.some((form) => form.test(trimmed));
}
