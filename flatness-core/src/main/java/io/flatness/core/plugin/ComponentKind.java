package io.flatness.core.plugin;

import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.TransformFactory;
import java.util.Locale;
import java.util.stream.Stream;

/** The four kinds of components. */
public enum ComponentKind {
    PROBLEM(ProblemFactory.class),
    TRANSFORM(TransformFactory.class),
    METRIC(MetricFactory.class),
    ANALYSIS(AnalysisFactory.class);

    private final Class<?> service;

    ComponentKind(Class<?> service) {
        this.service = service;
    }

    /**
     * The kind of a factory.
     *
     * @throws PluginException when it is of none
     */
    public static ComponentKind of(ComponentFactory<?> factory) {
        return Stream.of(values())
                .filter(kind -> kind.service.isInstance(factory))
                .findFirst()
                .orElseThrow(() -> new PluginException(
                        factory.getClass().getName() + " makes neither metrics nor transforms, problems or analyses"));
    }

    /** The {@link java.util.ServiceLoader} service of the kind. */
    public Class<? extends ComponentFactory<?>> service() {
        @SuppressWarnings("unchecked")
        Class<? extends ComponentFactory<?>> type = (Class<? extends ComponentFactory<?>>) service;
        return type;
    }

    /** The word for several: {@code metrics}, the key of an experiment. */
    public String plural() {
        return this == ANALYSIS ? "analyses" : word() + "s";
    }

    /** The word for people: {@code metric}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
