/** Bulk arithmetic in double and single precision. */
@NullMarked
package io.flatness.networks.tile;

import org.jspecify.annotations.NullMarked;
