/**
 * Elementary functions of many numbers at a time.
 *
 * <p>Plain loops over whole arrays, of additions, products, quotients and moves of bits alone: compilers make vector
 * instructions of them, and IEEE 754 says what every one of these operations gives, so the bits are the same on every
 * machine and Java. There is no {@link Math#fma}: where a processor has none it is hundreds of times slower. No branch
 * depends on a value. Errors are stated in units u = 2⁻⁵³ relative to the result: one u is between half a unit in the
 * last place and a whole one.
 */
@NullMarked
package io.flatness.networks.elementary;

import org.jspecify.annotations.NullMarked;
