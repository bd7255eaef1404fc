package io.flatness.core.plugin;

import io.flatness.spi.RefusedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way into a plugin's code: while it runs, the thread's context class loader is the plugin's own, which shows it nothing
 * of the host but the SPI.
 *
 * @param origin the plugin
 * @param loader its class loader
 */
record PluginCode(Origin origin, ClassLoader loader) {
    /** Calls it; whatever it throws comes out as it is. */
    <T extends @Nullable Object> T call(Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Calls it before anything is computed: what it refuses with the SPI's exceptions comes out as it is.
     *
     * @param who for the message: {@code the metric my-trace}
     * @throws IllegalArgumentException for anything else that it throws, and for {@code null}
     */
    <T> T prepare(String who, Supplier<T> code) {
        T made;
        try {
            made = call(code);
        } catch (IllegalArgumentException | RefusedException e) {
            throw e;
        } catch (Throwable e) { // the door to foreign code: also what it does not declare
            throw new IllegalArgumentException(
                    "a fault in " + who + " of " + origin.describe() + ": " + Faults.describe(e), e);
        }
        if (made == null) {
            throw new IllegalArgumentException("a fault in " + who + " of " + origin.describe() + ": it is null");
        }
        return made;
    }
}
