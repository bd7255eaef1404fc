package io.flatness.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin. It sees the platform, its own jars and, of the host, the SPI alone; so it may bring any
 * version of any library, and never sees another plugin.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final String SHARED_PACKAGE = "io.flatness.spi.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String plugin, URL[] jars, ClassLoader host) {
        super("plugin " + plugin, jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /** Whether a class or resource comes from the host: the one predicate for both. */
    static boolean shared(String classOrResource) {
        return classOrResource.replace('/', '.').startsWith(SHARED_PACKAGE);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return shared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return shared(name) ? host.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!shared(name)) {
            return super.getResources(name);
        }
        URL one = host.getResource(name);
        return one == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(one));
    }
}
