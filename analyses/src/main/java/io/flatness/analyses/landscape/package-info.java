/** Slices of a loss, curves between networks, and what a change of coordinates does to a grid. */
@NullMarked
package io.flatness.analyses.landscape;

import org.jspecify.annotations.NullMarked;
