/** Analyses: what several measurements say together about what a flatness measure is worth. */
@NullMarked
package io.flatness.analyses;

import org.jspecify.annotations.NullMarked;
