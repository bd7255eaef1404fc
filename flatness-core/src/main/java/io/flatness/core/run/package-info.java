/** Execution of a plan: contexts, workers, tasks and the journal. */
@NullMarked
package io.flatness.core.run;

import org.jspecify.annotations.NullMarked;
