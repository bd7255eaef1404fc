/** Micrometer's view of a run: seconds of tasks, counted evaluations of surfaces. */
@NullMarked
package io.flatness.core.telemetry;

import org.jspecify.annotations.NullMarked;
