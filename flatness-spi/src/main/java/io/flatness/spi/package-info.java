/**
 * The extension points: metrics, transforms, problems and analyses, one {@link java.util.ServiceLoader} service each.
 *
 * <p>A simple metric needs five types: {@link io.flatness.spi.MetricFactory}, {@link io.flatness.spi.Metric}, {@link
 * io.flatness.spi.MetricContext}, {@link io.flatness.spi.Measurement} and {@link io.flatness.spi.loss.Minimum}.
 */
@NullMarked
package io.flatness.spi;

import org.jspecify.annotations.NullMarked;
