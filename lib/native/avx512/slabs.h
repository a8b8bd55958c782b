#pragma once

#include <cstdint>
#include <functional>

namespace unetlab {

/// How many parts a whole makes, the last one maybe smaller.
inline int64_t pieces(int64_t whole, int64_t part) { return (whole + part - 1) / part; }

/// Into how many slabs to cut a sum over `ranges`, whose `weights` results are computed in `blocks` pieces of work a
/// slab: enough pieces to share among the cores of a large machine, as long as the slabs' sums, which are written and
/// added up, stay small. It depends on the shape alone, since the rounding of a sum depends on where it is cut.
int64_t slabCount(int64_t ranges, int64_t blocks, int64_t weights);

/// Has `work` write each slab's sums, at `partial + slab * weights`, and adds them up in their order.
void sumSlabs(int64_t slabs, int64_t weights, float* sums, const std::function<void(float* partial)>& work);

}  // namespace unetlab
