/** Networks as graphs of layers, with their shapes, parameters and the rules by which changes of units pass. */
@NullMarked
package io.flatness.networks.graph;

import org.jspecify.annotations.NullMarked;
