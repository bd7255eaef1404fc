package io.flatness.core.plugin;

import io.flatness.spi.ComponentFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a plugin's class loader for its factories; a broken one becomes a line of text and hides no other. */
final class ProviderScan {
    private final Origin origin;
    private final List<Provided> components = new ArrayList<>();
    private final List<Object> formats = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ProviderScan(Origin origin) {
        this.origin = origin;
    }

    static Plugin of(Origin origin, ClassLoader loader) {
        ProviderScan scan = new ProviderScan(origin);
        for (ComponentKind kind : ComponentKind.values()) {
            scan.collect(kind, loader);
        }
        Formats.KINDS.forEach(kind -> scan.collectFormats(kind, loader));
        if (scan.components.isEmpty() && scan.formats.isEmpty() && scan.problems.isEmpty()) {
            scan.problems.add(origin.location() + " provides no component: it has none of the files META-INF/services/{"
                    + Stream.of(ComponentKind.values())
                            .map(kind -> kind.service())
                            .map(Class::getName)
                            .collect(Collectors.joining(","))
                    + "}");
        }
        return new Plugin(origin, scan.components, scan.formats, scan.problems);
    }

    private void collect(ComponentKind kind, ClassLoader loader) {
        Iterator<? extends ComponentFactory<?>> providers =
                ServiceLoader.load(kind.service(), loader).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ComponentFactory<?> factory = providers.next();
                requireComplete(factory);
                components.add(new Provided(kind, factory));
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                // The door to foreign code: whatever its constructor does is the plugin's fault and stays there.
                problems.add(origin.location() + ": a " + kind.word() + " cannot be used: " + cause(e));
            }
        }
    }

    private void collectFormats(Class<?> kind, ClassLoader loader) {
        Iterator<?> providers = ServiceLoader.load(kind, loader).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                formats.add(providers.next());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                // The door to foreign code: whatever its constructor does is the plugin's fault and stays there.
                problems.add(origin.location() + ": a format cannot be used: " + cause(e));
            }
        }
    }

    private static void requireComplete(ComponentFactory<?> factory) {
        String who = factory.getClass().getName();
        if (factory.name() == null || !factory.name().matches("[a-z0-9]+([-+.][a-z0-9+]+)*")) {
            throw new PluginException(who + ".name() is " + factory.name() + "; a name is in kebab-case");
        }
        if (factory.description() == null || factory.parameters() == null) {
            throw new PluginException(who + " returns null for its description or its class of parameters");
        }
        if (!factory.parameters().isRecord()) {
            throw new PluginException(
                    who + ".parameters() is " + factory.parameters().getName() + ", not a record");
        }
    }

    private static String cause(Throwable problem) {
        if (problem instanceof PluginException) {
            return String.valueOf(problem.getMessage());
        }
        Throwable cause = problem instanceof ServiceConfigurationError && problem.getCause() != null
                ? problem.getCause()
                : problem;
        if (cause instanceof UnsupportedClassVersionError) {
            return "it was compiled for a newer Java than this one ("
                    + Runtime.version().feature() + "): " + cause.getMessage();
        }
        if (cause instanceof ServiceConfigurationError) {
            return String.valueOf(cause.getMessage());
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
