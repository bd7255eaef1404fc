/** Matrix products by OpenBLAS, its natives unpacked into the user's cache folder. */
@NullMarked
package io.flatness.backend.openblas;

import org.jspecify.annotations.NullMarked;
