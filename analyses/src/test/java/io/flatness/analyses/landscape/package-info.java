@NullMarked
package io.flatness.analyses.landscape;

import org.jspecify.annotations.NullMarked;
