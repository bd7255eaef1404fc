package io.flatness.cli;

import io.flatness.core.linalg.Backends;
import java.util.Iterator;

/** The backends that are installed, for help and completion. */
final class BackendNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Backends.installed().names().iterator();
    }
}
