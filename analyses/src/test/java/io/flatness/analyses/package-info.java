@NullMarked
package io.flatness.analyses;

import org.jspecify.annotations.NullMarked;
