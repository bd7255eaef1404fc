@NullMarked
package io.flatness.transforms;

import org.jspecify.annotations.NullMarked;
