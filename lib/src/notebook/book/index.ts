/** The collection as a book that opens from the disk, and a notebook as one page that stands alone. */
export { bookNotebook, type BookNotebook } from './book-notebook';
export { findingsText } from './findings';
export { singlePage } from './single-page';
export { writeBook, type BookOptions, type BookWritten } from './write-book';
