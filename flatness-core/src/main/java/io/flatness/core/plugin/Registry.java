package io.flatness.core.plugin;

import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.TransformFactory;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The components that experiments can name, by kind and name. Immutable. */
public final class Registry {
    private final Map<ComponentKind, TreeMap<String, Component<?>>> components;

    private final List<Object> formats;

    private Registry(Map<ComponentKind, TreeMap<String, Component<?>>> components, List<Object> formats) {
        this.components = components;
        this.formats = List.copyOf(formats);
    }

    /** The formats of files: of the class path first, then of plugins. */
    public List<Object> formats() {
        return formats;
    }

    /** Everything on the class path, as built-in. */
    public static Registry fromClassPath() {
        return builder().addClassPath().build();
    }

    /** A builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** The problem type of a name. */
    public Optional<Component<ProblemFactory<?>>> problem(String name) {
        return find(ComponentKind.PROBLEM, name)
                .map(c -> new Component<>((ProblemFactory<?>) c.factory(), c.origin(), c.provider()));
    }

    /** The transform of a name. */
    public Optional<Component<TransformFactory<?>>> transform(String name) {
        return find(ComponentKind.TRANSFORM, name)
                .map(c -> new Component<>((TransformFactory<?>) c.factory(), c.origin(), c.provider()));
    }

    /** The metric of a name. */
    public Optional<Component<MetricFactory<?>>> metric(String name) {
        return find(ComponentKind.METRIC, name)
                .map(c -> new Component<>((MetricFactory<?>) c.factory(), c.origin(), c.provider()));
    }

    /** The analysis of a name. */
    public Optional<Component<AnalysisFactory<?>>> analysis(String name) {
        return find(ComponentKind.ANALYSIS, name)
                .map(c -> new Component<>((AnalysisFactory<?>) c.factory(), c.origin(), c.provider()));
    }

    /** The component of a kind and a name. */
    public Optional<Component<?>> find(ComponentKind kind, String name) {
        return Optional.ofNullable(all(kind).get(name));
    }

    /** All components of a kind, by name. */
    public Collection<Component<?>> components(ComponentKind kind) {
        return Collections.unmodifiableCollection(all(kind).values());
    }

    /** All names of a kind, sorted. */
    public SortedSet<String> names(ComponentKind kind) {
        return new TreeSet<>(all(kind).keySet());
    }

    private TreeMap<String, Component<?>> all(ComponentKind kind) {
        return components.getOrDefault(kind, new TreeMap<>());
    }

    /** Collects components; a name given twice is an error. */
    public static final class Builder {
        private final Map<ComponentKind, TreeMap<String, Component<?>>> components = new EnumMap<>(ComponentKind.class);

        private final Formats formats = new Formats();

        private Builder() {
            for (ComponentKind kind : ComponentKind.values()) {
                components.put(kind, new TreeMap<>());
            }
        }

        /** Adds everything that the class loader of the host finds. */
        public Builder addClassPath() {
            ClassLoader host = Registry.class.getClassLoader();
            for (ComponentKind kind : ComponentKind.values()) {
                for (ComponentFactory<?> factory : ServiceLoader.load(kind.service(), host)) {
                    add(kind, factory, Origin.BUILT_IN, factory.getClass().getName());
                }
            }
            for (Contents contents : ServiceLoader.load(Contents.class, host)) {
                String provider = contents.getClass().getName();
                contents.components()
                        .forEach(factory -> add(ComponentKind.of(factory), factory, Origin.BUILT_IN, provider));
            }
            formats.addClassPath();
            return this;
        }

        /**
         * Adds a format of files.
         *
         * @throws PluginException when its name is taken; the message names both places
         */
        public Builder addFormat(Object format, Origin origin) {
            formats.add(format, origin);
            return this;
        }

        /**
         * Adds a component.
         *
         * @param provider name of the class that provides it
         * @throws PluginException when the name is taken; the message names both places
         */
        public Builder add(ComponentKind kind, ComponentFactory<?> factory, Origin origin, String provider) {
            TreeMap<String, Component<?>> sameKind =
                    Objects.requireNonNull(components.get(kind), "every kind has a map");
            Component<?> other = sameKind.get(factory.name());
            if (other != null) {
                throw new PluginException("two components provide the " + kind.word() + " " + factory.name() + ": "
                        + other.origin().describe() + " (" + other.provider() + ") and " + origin.describe() + " ("
                        + provider + "); remove one of them");
            }
            sameKind.put(factory.name(), new Component<>(factory, origin, provider));
            return this;
        }

        /** The registry. */
        public Registry build() {
            Map<ComponentKind, TreeMap<String, Component<?>>> copy = new EnumMap<>(ComponentKind.class);
            components.forEach((kind, byName) -> copy.put(kind, new TreeMap<>(byName)));
            return new Registry(copy, formats.all());
        }
    }
}
