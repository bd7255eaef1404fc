/** Speed and memory of the engine on fixed workloads. */
@NullMarked
package io.flatness.benchmarks;

import org.jspecify.annotations.NullMarked;
