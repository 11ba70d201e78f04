// A consumer of the installed library: everything it uses comes from <tenure/tenure.hpp>.
#include <cstdio>

#include <tenure/tenure.hpp>

int main() {
    std::printf("tenure %s\n", TENURE_VERSION_STRING);
    return 0;
}
