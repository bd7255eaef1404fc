/** The layers: what each computes, what it needs, and how changes of its units pass through it. */
@NullMarked
package io.flatness.networks.layer;

import org.jspecify.annotations.NullMarked;
