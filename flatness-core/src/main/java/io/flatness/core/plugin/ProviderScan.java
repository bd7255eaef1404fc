package io.flatness.core.plugin;

import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a plugin's class loader for its factories; a broken one becomes a line of text and hides no other. */
final class ProviderScan {
    /** How long a plugin may take to say what it offers. */
    private static final long PATIENCE_MILLIS = 10_000;

    private static final String NAME = "[a-z0-9]+([-+.][a-z0-9+]+)*";

    private final Origin origin;
    private final PluginCode code;
    private final List<Provided> components = new ArrayList<>();
    private final List<Object> formats = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ProviderScan(Origin origin, ClassLoader loader) {
        this.origin = origin;
        this.code = new PluginCode(origin, loader);
    }

    /** What the plugin offers; one that does not answer in time offers nothing. */
    static Plugin of(Origin origin, ClassLoader loader) {
        return of(origin, loader, PATIENCE_MILLIS);
    }

    static Plugin of(Origin origin, ClassLoader loader, long patienceMillis) {
        ProviderScan scan = new ProviderScan(origin, loader);
        Thread thread = new Thread(scan::collectAll, "flatness-plugin-" + origin.plugin());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            thread.join(patienceMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            return new Plugin(
                    origin,
                    List.of(),
                    List.of(),
                    List.of(origin.location() + ": the plugin did not say within " + patienceMillis / 1000.0
                            + " s what it provides; a constructor or static initializer of it hangs"));
        }
        if (scan.components.isEmpty() && scan.formats.isEmpty() && scan.problems.isEmpty()) {
            scan.problems.add(origin.location() + " provides no component: it has none of the files META-INF/services/{"
                    + Stream.of(ComponentKind.values())
                            .map(kind -> kind.service())
                            .map(Class::getName)
                            .collect(Collectors.joining(","))
                    + "," + Contents.class.getName() + "}");
        }
        return new Plugin(origin, scan.components, scan.formats, scan.problems);
    }

    private void collectAll() {
        for (ComponentKind kind : ComponentKind.values()) {
            collect(kind.service(), kind.word(), factory -> add(factory, factory.getClass()));
        }
        collect(Contents.class, "table of contents", this::addAll);
        Formats.KINDS.forEach(kind -> collect(kind, "format", this::addFormat));
    }

    private <S> void collect(Class<S> service, String word, Consumer<S> add) {
        Iterator<S> providers = ServiceLoader.load(service, code.loader()).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                add.accept(providers.next());
            } catch (Throwable e) { // whatever a constructor does is the plugin's fault and stays there
                problems.add(origin.location() + ": a " + word + " cannot be used: " + cause(e));
            }
        }
    }

    private void add(ComponentFactory<?> factory, Class<?> provider) {
        requireComplete(factory, provider);
        ComponentKind kind = ComponentKind.of(factory);
        components.add(new Provided(kind, new GuardedFactories(code).of(kind, factory), provider.getName()));
    }

    private void addFormat(Object format) {
        String name = Formats.name(format);
        if (name == null || !name.matches(NAME)) {
            throw new PluginException(format.getClass().getName() + ".name() is " + name + "; a name is in kebab-case");
        }
        formats.add(format);
    }

    private void addAll(Contents contents) {
        List<ComponentFactory<?>> listed = contents.components();
        if (listed == null) {
            throw new PluginException(contents.getClass().getName() + ".components() is null");
        }
        for (ComponentFactory<?> factory : listed) {
            try {
                if (factory == null) {
                    throw new PluginException(contents.getClass().getName() + ".components() contains null");
                }
                add(factory, contents.getClass());
            } catch (Throwable e) { // as above
                problems.add(origin.location() + ": a component cannot be used: " + cause(e));
            }
        }
    }

    private static void requireComplete(ComponentFactory<?> factory, Class<?> provider) {
        String who = provider.getName() + (provider == factory.getClass() ? "" : ".components()");
        String name = factory.name();
        if (name == null || !name.matches(NAME)) {
            throw new PluginException(who + ".name() is " + name + "; a name is in kebab-case");
        }
        if (factory.description() == null || factory.about() == null || factory.parameters() == null) {
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
        String message = Faults.message(cause);
        String type = cause.getClass().getSimpleName();
        return message.startsWith(cause.getClass().getName()) ? type : type + ": " + message;
    }
}
