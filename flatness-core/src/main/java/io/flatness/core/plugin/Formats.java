package io.flatness.core.plugin;

import io.flatness.spi.DataSource;
import io.flatness.spi.ModelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Collects the formats of files that experiments can read; a name given twice is an error. */
final class Formats {
    /** The kinds of formats. */
    static final List<Class<?>> KINDS = List.of(ModelFormat.class, DataSource.class);

    private final List<Found> found = new ArrayList<>();

    private record Found(Object format, Origin origin) {
        String describe() {
            return origin.describe() + " (" + format.getClass().getName() + ")";
        }
    }

    /** Adds those on the host's class path. */
    void addClassPath() {
        for (Class<?> kind : KINDS) {
            ServiceLoader.load(kind, Formats.class.getClassLoader()).forEach(format -> add(format, Origin.BUILT_IN));
        }
    }

    /**
     * Adds a format; a class that is both a format of models and of data is found twice and counts once.
     *
     * @throws PluginException when another format of the same kind has its name; the message names both places
     */
    void add(Object format, Origin origin) {
        Found added = new Found(format, origin);
        for (Found other : found) {
            if (other.format.getClass() == format.getClass()) {
                return;
            }
            for (Class<?> kind : KINDS) {
                if (kind.isInstance(format)
                        && kind.isInstance(other.format)
                        && name(format).equals(name(other.format))) {
                    throw new PluginException("two formats are called " + name(format) + ": " + other.describe()
                            + " and " + added.describe() + "; remove one of them");
                }
            }
        }
        found.add(added);
    }

    /** The name of a format. */
    static String name(Object format) {
        return format instanceof ModelFormat model ? model.name() : ((DataSource) format).name();
    }

    /** All of them, in the order in which they were added. */
    List<Object> all() {
        return found.stream().map(Found::format).toList();
    }
}
