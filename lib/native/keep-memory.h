#pragma once

namespace unetlab {

/// Tells the C library to keep the memory that the program frees.
///
/// By default glibc gives large blocks back to the system at once, and the next step of a training asks for them anew:
/// every page is then cleared and mapped again, a tenth of a step at 512 x 512. With two settings the blocks are
/// reused. The peak stays what it was; between trainings the process keeps what it had.
void keepMemory();

}  // namespace unetlab
