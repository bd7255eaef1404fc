/** Which Flatness this is. */
@NullMarked
package io.flatness.core.version;

import org.jspecify.annotations.NullMarked;
