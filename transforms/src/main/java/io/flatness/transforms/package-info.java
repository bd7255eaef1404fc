/** Function-preserving moves of a network's parameters, changes of coordinates and of the inputs' representation. */
@NullMarked
package io.flatness.transforms;

import org.jspecify.annotations.NullMarked;
