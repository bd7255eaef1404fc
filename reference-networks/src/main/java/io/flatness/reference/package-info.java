/** Values computed independently in float64, and the networks that they are of, for the tests of other modules. */
@NullMarked
package io.flatness.reference;

import org.jspecify.annotations.NullMarked;
