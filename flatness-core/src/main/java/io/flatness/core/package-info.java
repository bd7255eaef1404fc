/** The front door: plan an experiment, run it. */
@NullMarked
package io.flatness.core;

import org.jspecify.annotations.NullMarked;
