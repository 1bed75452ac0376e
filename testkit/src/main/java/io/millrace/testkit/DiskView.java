package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Asks for the attributes of a file or folder of a simulated disk, and sets them. */
record DiskView(DiskPath path, String name) implements PosixFileAttributeView {

    @Override
    public DiskAttributes readAttributes() throws IOException {
        return DiskProvider.attributes(path);
    }

    @Override
    public void setTimes(
            @Nullable FileTime lastModified,
            @Nullable FileTime lastAccess,
            @Nullable FileTime created)
            throws IOException {
        path.disk()
                .call(
                        SimulatedDisk.Kind.LOOK,
                        path,
                        (tree, _) -> {
                            DiskNode node = tree.get(path);
                            node.modified = lastModified == null ? node.modified : lastModified;
                            node.created = created == null ? node.created : created;
                            return null;
                        });
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        path.disk()
                .call(
                        SimulatedDisk.Kind.LOOK,
                        path,
                        (tree, _) -> tree.get(path).permissions = Set.copyOf(permissions));
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
        return readAttributes().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) {
        throw new UnsupportedOperationException("a simulated disk has one user");
    }

    @Override
    public void setGroup(GroupPrincipal group) {
        throw new UnsupportedOperationException("a simulated disk has one group");
    }
}
