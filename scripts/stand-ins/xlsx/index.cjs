'use strict';
// danfojs-node loads a reader of Excel files whose last version on the registry has two known faults (CVE-2023-30533,
// CVE-2024-22363). This collection reads tables as CSV, JSON and JSON lines, so no file reaches a reader of Excel files.
const refuse = () => {
  throw new Error('Excel files are not read or written here; save the sheet as CSV and read that');
};
module.exports = {
  read: refuse,
  readFile: refuse,
  writeFile: refuse,
  utils: { sheet_to_json: refuse, aoa_to_sheet: refuse, book_new: refuse, book_append_sheet: refuse },
};
