package io.flatness.core.run;

import io.flatness.core.host.Memos;
import io.flatness.spi.loss.Transformed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The points used last, with their memos; older ones are made again when needed. */
final class PointCache {
    private static final String IDENTITY = "[]";

    private final int capacity;
    private final Map<String, Transformed> points = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Memos> memos = new LinkedHashMap<>(16, 0.75f, true);

    /** A cache that serves a number of workers at once. */
    PointCache(int workers) {
        this.capacity = 2 * workers + 4;
    }

    Transformed get(String chain, Supplier<Transformed> make) {
        synchronized (this) {
            Transformed known = points.get(chain);
            if (known != null) {
                return known;
            }
        }
        Transformed made = make.get();
        synchronized (this) {
            Transformed known = points.putIfAbsent(chain, made);
            trim(points);
            return known == null ? made : known;
        }
    }

    synchronized Memos memos(String chain) {
        Memos of = memos.computeIfAbsent(chain, key -> new Memos());
        trim(memos);
        return of;
    }

    private <T> void trim(Map<String, T> map) {
        // Every point starts at the identity: count it as used.
        map.get(IDENTITY);
        while (map.size() > capacity) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
