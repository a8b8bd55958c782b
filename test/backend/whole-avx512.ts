/**
 * Imported first, has the kernels for AVX-512 whole, even those for bfloat16 that are left to oneDNN where the processor has
 * AMX; on a processor without AVX-512 there are none then.
 */
process.env.UNETLAB_ISA = 'avx512';
