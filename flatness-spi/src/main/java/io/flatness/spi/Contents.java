package io.flatness.spi;

import java.util.List;

/**
 * What a jar offers, in one class: a table of contents found through {@link java.util.ServiceLoader}, beside or instead of
 * one service file a kind.
 *
 * <pre>{@code
 * public final class MyMeasures implements Contents {
 *     public List<ComponentFactory<?>> components() {
 *         return List.of(
 *                 MetricFactory.of(
 *                         "my-trace",
 *                         About.of("The trace, my way.").definition("tr H"),
 *                         TraceParameters.class,
 *                         MyTrace::new),
 *                 MetricFactory.of("my-norm", "The norm, my way.", NormParameters.class, MyNorm::new));
 *     }
 * }
 * }</pre>
 */
public interface Contents {
    /** Factories of metrics, transforms, problems and analyses; cheap, the same at every call. */
    List<ComponentFactory<?>> components();
}
