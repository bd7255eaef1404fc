/** Dense linear algebra that the host provides. */
@NullMarked
package io.flatness.spi.linalg;

import org.jspecify.annotations.NullMarked;
